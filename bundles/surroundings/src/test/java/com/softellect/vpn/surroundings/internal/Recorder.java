package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes what would be run, with its input behind a bar, and answers as it was told. */
final class Recorder implements CommandRunner {

    private final List<String> said = new ArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** What begins with these words is answered so. */
    void answer(String command, String answer) {
        answers.put(command, answer);
    }

    /** What begins with these words fails so. */
    void fail(String command, String why) {
        failures.put(command, why);
    }

    void work(String command) {
        failures.remove(command);
    }

    @Override
    public synchronized String run(String input, List<String> command) throws SurroundingsException {
        String line = String.join(" ", command);
        said.add(input.isEmpty() ? line : line + " | " + input.strip().replace("\n", "; "));
        for (Map.Entry<String, String> failure : failures.entrySet()) {
            if (line.startsWith(failure.getKey())) {
                throw new SurroundingsException(failure.getValue());
            }
        }
        return answers.entrySet().stream().filter(answer -> line.startsWith(answer.getKey())).map(Map.Entry::getValue).findFirst().orElse("");
    }

    /** What was run since it was asked last. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(said);
        said.clear();
        return taken;
    }

    /** What was run and changed something, since it was asked last. */
    List<String> changes() {
        return take().stream().filter(line -> !line.startsWith("ip -j ") && !line.startsWith("nft list ")).toList();
    }
}
