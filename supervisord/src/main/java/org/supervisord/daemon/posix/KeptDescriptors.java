package org.supervisord.daemon.posix;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.supervisord.daemon.handover.Keeper;

/** The descriptors that the next program in this process is to find open. */
public final class KeptDescriptors implements Keeper {
    private final Set<Integer> kept = new TreeSet<>();

    @Override
    public int keep(Channel channel) throws IOException {
        return keep(channel instanceof FileChannel file ? of(file) : Descriptors.of(channel));
    }

    @Override
    public int keep(int descriptor) {
        kept.add(descriptor);
        return descriptor;
    }

    private static int of(FileChannel file) throws IOException {
        try {
            Field field = file.getClass().getDeclaredField("fd");
            field.setAccessible(true);
            return sun.nio.ch.IOUtil.fdVal((FileDescriptor) field.get(file));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException("this Java can't hand over a file: " + e, e);
        }
    }

    @Override
    public List<Integer> kept() {
        return List.copyOf(kept);
    }
}
