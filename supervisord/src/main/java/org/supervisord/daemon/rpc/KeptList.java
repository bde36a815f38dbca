package org.supervisord.daemon.rpc;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;

/** A result that never changes; as an answer it is written once, however often it is asked for. */
final class KeptList extends AbstractList<Object> {
    private final List<Object> values;
    private List<byte[]> document;

    /** A list of these values, which nobody may change any more. */
    KeptList(List<Object> values) {
        this.values = List.copyOf(values);
    }

    @Override
    public Object get(int index) {
        return values.get(index);
    }

    @Override
    public int size() {
        return values.size();
    }

    /**
     * The document that answers with it; not to be changed.
     *
     * @param writer asked for it once
     */
    List<byte[]> document(Function<Object, List<byte[]>> writer) {
        if (document == null) {
            document = writer.apply(this);
        }
        return document;
    }
}
