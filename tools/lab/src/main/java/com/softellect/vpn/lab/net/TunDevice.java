package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The device that TUN adapters are made from, looked at before anything is started that needs it. */
public record TunDevice(Path path) {

    /** The one of this machine. */
    public static final TunDevice SYSTEM = new TunDevice(Path.of("/dev/net/tun"));

    /** @throws LabException if it is missing or may not be opened; the message says what to do */
    public void check() throws LabException {
        if (!Files.exists(path)) {
            throw new LabException("there is no " + path + ": load the driver with 'modprobe tun' as root; start a container "
                    + "with '--device " + path + "'");
        }
        try {
            new RandomAccessFile(path.toFile(), "rw").close();
        } catch (IOException e) {
            throw new LabException("this user may not open " + path + " (" + e.getMessage() + "): run it as root, or allow it "
                    + "once as root with 'chmod 0666 " + path + "' (to make an adapter still needs CAP_NET_ADMIN)", e);
        }
    }
}
