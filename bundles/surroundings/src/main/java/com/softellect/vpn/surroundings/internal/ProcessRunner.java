package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs programs as processes.
 *
 * <p>Threads: any.
 */
final class ProcessRunner implements CommandRunner {

    private final long patienceMillis;
    private final Charset charset;

    /** @param patienceMillis after which a program that did not end is ended */
    ProcessRunner(long patienceMillis) {
        this(patienceMillis, StandardCharsets.UTF_8);
    }

    /**
     * @param patienceMillis after which a program that did not end is ended
     * @param charset        that programs of this system write in
     */
    ProcessRunner(long patienceMillis, Charset charset) {
        this.patienceMillis = patienceMillis;
        this.charset = charset;
    }

    @Override
    public String run(String input, List<String> command) throws SurroundingsException {
        String line = "'" + String.join(" ", command) + "'";
        Process process = start(command, line);
        try {
            // read elsewhere: what a program says may be more than a pipe holds
            FutureTask<String> output = new FutureTask<>(() -> read(process));
            Thread reader = new Thread(output, "vpn-surroundings-output");
            reader.setDaemon(true);
            reader.start();
            write(process, input);
            String said = output.get(patienceMillis, TimeUnit.MILLISECONDS).strip();
            if (!process.waitFor(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw slow(line);
            }
            if (process.exitValue() != 0) {
                throw new SurroundingsException(line + " failed with exit code " + process.exitValue() + ": " + said + hint(said));
            }
            return said;
        } catch (TimeoutException e) {
            throw slow(line);
        } catch (ExecutionException | IOException e) {
            throw new SurroundingsException(line + " could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while waiting for " + line, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command, String line) throws SurroundingsException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            String program = command.get(0);
            throw new SurroundingsException(line + " could not be run (" + e.getMessage() + ")"
                    + (program.endsWith(".exe") ? "" : ": install the package that has " + program), e);
        }
    }

    private void write(Process process, String input) throws IOException {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(charset));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            } // else it has ended without reading all of it, and says why
        }
    }

    private String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), charset);
        } catch (IOException e) {
            return "";
        }
    }

    private static String hint(String said) {
        return said.contains("not permitted") || said.contains("Permission denied") || said.contains("must be root")
                ? "; run Karaf as root, or with CAP_NET_ADMIN as an ambient capability" : "";
    }

    private SurroundingsException slow(String line) {
        return new SurroundingsException(line + " did not end within " + patienceMillis + " ms: try it by hand");
    }
}
