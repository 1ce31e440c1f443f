package com.softellect.vpn.lab.measure;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says that a process uses, all its threads together. Any thread may ask. */
public record ProcessUsage(Path proc) {

    /** Clock ticks per second of {@code /proc/PID/stat}: 100 for user space, whatever the kernel's own clock. */
    private static final double TICKS_PER_SECOND = 100;

    /** Of the fields after the command's closing parenthesis, see proc(5): the 14th and 15th of all. */
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private static final double KIB_PER_MEGABYTE = 1000.0 * 1000 / 1024;

    public static ProcessUsage of(long pid) {
        return new ProcessUsage(Path.of("/proc", Long.toString(pid)));
    }

    /** CPU time since the process began, in seconds, to the hundredth; threads that have ended count. */
    public double cpuSeconds() throws LabException {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    /** Resident memory now (VmRSS), in megabytes of 1,000,000 bytes. */
    public double residentMegabytes() throws LabException {
        String line = read("status").lines().filter(text -> text.startsWith("VmRSS:")).findFirst()
                .orElseThrow(() -> new LabException("no VmRSS in " + proc + "/status: the process has ended"));
        return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MEGABYTE;
    }

    private String read(String file) throws LabException {
        try {
            return Files.readString(proc.resolve(file));
        } catch (IOException e) {
            throw new LabException("cannot read " + proc + "/" + file + ": the process has ended", e);
        }
    }
}
