package com.softellect.vpn.handover.internal;

import com.softellect.vpn.api.handover.HandoverState;
import java.util.Collection;
import java.util.Map;

/** Lets nothing into the handover that would keep a bundle's old version alive. Stateless. */
final class OnlyJdk {

    private OnlyJdk() {
    }

    /** @throws IllegalArgumentException if there is anything but the JDK's own types; the message says what and where */
    static void check(String name, HandoverState state) {
        check(name, (Object) state.lasting());
        check(name, (Object) state.passing());
        if (state.disposal() != null) {
            checkClass(name, state.disposal());
        }
    }

    private static void check(String where, Object value) {
        if (value == null) {
            return;
        }
        checkClass(where, value);
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> {
                check(where, key);
                check(where + "." + key, one);
            });
        } else if (value instanceof Collection<?> some) {
            some.forEach(one -> check(where, one));
        } else if (value instanceof Object[] some) {
            for (Object one : some) {
                check(where, one);
            }
        }
    }

    private static void checkClass(String where, Object value) {
        ClassLoader loader = value.getClass().getClassLoader();
        if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
            throw new IllegalArgumentException(where + ": a state is made of the JDK's own types, and " + value.getClass().getName() + " is none");
        }
    }
}
