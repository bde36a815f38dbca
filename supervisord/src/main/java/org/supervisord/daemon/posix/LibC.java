package org.supervisord.daemon.posix;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The functions of the C library that are used here, as they are declared there. */
final class LibC {
    /** By its full name the system's own loader finds it. */
    private static final String FILE = "libc.so.6";

    /** The name that JNA gives to its thread. */
    private static final String CLEANER = "JNA Cleaner";

    private static final String LOG_MANAGER = "java.util.logging.manager";

    static {
        // else JNA would start ldconfig(8) to learn where libraries are
        System.setProperty("jna.platform.library.path", "");
        if (System.getProperty(LOG_MANAGER) == null) {
            System.setProperty(LOG_MANAGER, LateLogging.class.getName());
        }
        DirectMethods.bind(LibC.class, FILE);
        endCleaner();
    }

    private LibC() {}

    /**
     * Ends the thread that frees blocks which nobody has closed. Ours are closed, but for those of
     * a start and of an upgrade, which are few; by itself it would end half a minute later, and
     * take 10 to 50 ms of CPU for saying so to a logger that nobody reads. JNA starts no other one.
     */
    private static void endCleaner() {
        Thread[] threads = new Thread[Thread.activeCount() + 8];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals(CLEANER)) {
                threads[i].interrupt();
            }
        }
    }

    /** The address of a function, for the kernel to call. */
    static Function function(String name) {
        return NativeLibrary.getInstance(FILE).getFunction(name);
    }

    // posix_spawn(3); these answer with an errno rather than setting it
    static native int posix_spawn(
            int[] pid,
            byte[] path,
            Pointer fileActions,
            Pointer attributes,
            Pointer argv,
            Pointer envp);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newFd);

    static native int posix_spawn_file_actions_addclose(Pointer actions, int fd);

    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

    static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setpgroup(Pointer attributes, int group);

    static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    static native int sigemptyset(Pointer signals);

    static native int sigdelset(Pointer signals, int signal);

    static native int signalfd(int fd, Pointer signals, int flags);

    static native int sigaction(int signal, Pointer action, Pointer old);

    // answers with an errno
    static native int pthread_sigmask(int how, Pointer set, Pointer old);

    static native int execve(byte[] path, Pointer argv, Pointer envp);

    static native int fcntl(int fd, int command, long argument);

    static native int memfd_create(byte[] name, int flags);

    static native int waitpid(int pid, int[] status, int options);

    static native int kill(int pid, int signal);

    static native int open(byte[] path, int flags);

    /** The mode, which is one of a variable number of arguments, is for a file that is made. */
    static native int open(byte[] path, int flags, int mode);

    static native int statx(int folder, byte[] path, int flags, int mask, Pointer look);

    static native int close(int fd);

    static native int write(int fd, byte[] data, long length);

    static native int socket(int domain, int type, int protocol);

    static native int connect(int fd, byte[] address, int length);

    static native int send(int fd, byte[] data, long length, int flags);

    static native String strerror(int errno);

    static native int dup2(int fd, int newFd);

    static native int poll(Pointer fds, long count, int timeout);

    static native int setenv(byte[] name, byte[] value, int overwrite);

    static native int umask(int mask);

    static native Pointer localtime_r(long[] seconds, byte[] result);

    static native int tzset();

    static native Pointer newlocale(int mask, byte[] name, Pointer base);

    /** Its answer means nothing: in C there is none. */
    static native int freelocale(Pointer locale);

    static native int unsetenv(byte[] name);

    static native int malloc_trim(long kept);

    static native int setpriority(int which, int who, int priority);

    static native int getpriority(int which, int who);

    static native int sched_getscheduler(int pid);

    static native int setsid();

    static native int chdir(byte[] path);

    static native int getuid();

    static native int getgid();

    static native int setgroups(long count, Pointer groups);

    static native int getgroups(int count, Pointer groups);

    static native int setgid(int gid);

    static native int setuid(int uid);

    static native int getrlimit(int resource, long[] limit);

    static native int setrlimit(int resource, long[] limit);

    /** Of the calling thread; what is not needed has to be 0. */
    static native int prctl(int option, long first, long second, long third, long fourth);

    // syscall(2) takes a variable number of arguments; none of those used here has more than four
    static native long syscall(long number, long first, long second, long third);

    static native long syscall(long number, long first, long second, long third, long fourth);

    static native int getpwnam_r(
            byte[] name, Pointer record, Pointer buffer, long size, Pointer result);

    static native int getpwuid_r(
            int uid, Pointer record, Pointer buffer, long size, Pointer result);

    static native int getgrnam_r(
            byte[] name, Pointer record, Pointer buffer, long size, Pointer result);

    static native int getgrgid_r(
            int gid, Pointer record, Pointer buffer, long size, Pointer result);

    static native int getgrouplist(byte[] user, int gid, Pointer groups, int[] count);

    /** A C string; see {@link SystemText}. */
    static byte[] cString(String text) {
        byte[] bytes = SystemText.encode(text);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** A null-terminated array of C strings, in one block. */
    static Memory strings(List<String> texts) {
        List<byte[]> encoded = texts.stream().map(LibC::cString).toList();
        int table = (texts.size() + 1) * Native.POINTER_SIZE;
        int size = table + encoded.stream().mapToInt(bytes -> bytes.length).sum();
        Memory block = new Memory(size);
        // put together here: each write to the block is a call out of Java
        ByteBuffer content = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        long start = Pointer.nativeValue(block);
        int at = table;
        for (byte[] bytes : encoded) {
            content.putLong(start + at);
            at += bytes.length;
        }
        content.putLong(0);
        encoded.forEach(content::put);
        block.write(0, content.array(), 0, size);
        return block;
    }

    /** A block of memory that is all zeroes and stays for good. */
    static Pointer permanent(long size) {
        Pointer memory = new Pointer(Native.malloc(size));
        memory.clear(size);
        return memory;
    }

    /** A block of memory that is all zeroes. Whoever has it had better close it. */
    static Memory zeroed(long size) {
        Memory memory = new Memory(size);
        memory.clear();
        return memory;
    }
}
