package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where wintun.dll is. Never left to the search path: what is loaded runs with an administrator's rights. */
final class WintunDll {

    private static final Path USUAL = Path.of("lib", "wintun.dll");

    private WintunDll() {
    }

    /**
     * @param setting what the settings say, or empty
     * @param base    Karaf's folder
     * @return the absolute path of a file that exists
     * @throws TunAdapterException if there is none; the message says where to put it
     */
    static Path find(String setting, Path base) throws TunAdapterException {
        Path dll = base.resolve(setting.isBlank() ? USUAL : Path.of(setting.strip())).toAbsolutePath().normalize();
        if (!Files.isRegularFile(dll)) {
            throw new TunAdapterException("WinTun is missing: " + dll + " does not exist. Take the archive of WinTun 0.14 from"
                    + " https://www.wintun.net and put its bin\\amd64\\wintun.dll (bin\\arm64 on ARM) there, or set wintun.dll in"
                    + " etc/" + InteropSettings.PID + ".cfg to where it is");
        }
        return dll;
    }
}
