package com.softellect.vpn.interop.internal;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what wintun.dll has to say to the log. Called by its threads and ours. */
final class WintunLogger implements Callback {

    private static final Logger LOG = LoggerFactory.getLogger("com.softellect.vpn.interop.wintun");

    private static final int LEVEL_INFO = 0;
    private static final int LEVEL_WARNING = 1;

    /**
     * The one method of the callback, by which JNA finds it.
     *
     * @param timestamp in 100 ns since 1601; the log has its own
     * @param message   UTF-16, zero-terminated
     */
    public void log(int level, long timestamp, Pointer message) {
        String text = message.getWideString(0);
        switch (level) {
            case LEVEL_INFO -> LOG.info(text);
            case LEVEL_WARNING -> LOG.warn(text);
            default -> LOG.error(text);
        }
    }
}
