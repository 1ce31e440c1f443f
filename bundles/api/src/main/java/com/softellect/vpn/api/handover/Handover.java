package com.softellect.vpn.api.handover;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps what a layer leaves when its bundle is swapped, until the next version takes it. An OSGi service of a bundle that is never swapped itself.
 * What nobody takes within {@value #KEPT_SECONDS} s is disposed of. Any thread.
 */
@ProviderType
public interface Handover {

    /** How long a state is kept for the version that comes next, in seconds. */
    int KEPT_SECONDS = 30;

    /**
     * Leaves a state under a name. One that was left under it before and not taken is disposed of.
     *
     * @param name  the layer's, or the layer's and a thing's of its own, as {@code interop/vpn0}
     * @param state belongs to the handover from now on
     * @throws IllegalArgumentException if there is anything in it but the JDK's own types: a class of the layer would keep its bundle alive
     */
    void leave(String name, HandoverState state);

    /**
     * Leaves one state in several layouts, so that a version which does not know the newest can take it too, after a rollback for example. A
     * handover that keeps one only keeps the first.
     *
     * @param name    as for {@link #leave(String, HandoverState)}
     * @param layouts the best first, at least one; only that one may have a disposal
     * @throws IllegalArgumentException as for {@link #leave(String, HandoverState)}
     */
    default void leave(String name, List<HandoverState> layouts) {
        leave(name, layouts.get(0));
    }

    /**
     * Takes what was left under a name; it is the caller's from then on. Of several layouts it is the first that the caller understands.
     *
     * @param versions the versions of the state's layout that the caller understands
     * @throws UnknownHandoverException if the state is of none of these versions; it stays where it is
     */
    Optional<HandoverState> take(String name, Set<Integer> versions);

    /** Keeps nothing: what is left is disposed of at once, and nothing is ever taken. For a layer that stands alone. */
    static Handover none() {
        return new Handover() {
            @Override
            public void leave(String name, HandoverState state) {
                state.dispose();
            }

            @Override
            public Optional<HandoverState> take(String name, Set<Integer> versions) {
                return Optional.empty();
            }
        };
    }
}
