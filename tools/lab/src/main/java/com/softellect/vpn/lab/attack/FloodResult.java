package com.softellect.vpn.lab.attack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.softellect.vpn.lab.LabException;
import java.util.Map;

/**
 * What a flood did. Immutable.
 *
 * @param seconds  how long it lasted
 * @param attempts that were begun; those that were under way at the end have no outcome
 * @param outcomes how many attempts ended how
 * @param odd      an example of {@link Outcome#ODD}; null if there is none
 */
public record FloodResult(double seconds, long attempts, Map<Outcome, Long> outcomes, String odd) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public FloodResult {
        outcomes = Map.copyOf(outcomes);
    }

    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    public double attemptsPerSecond() {
        return attempts / seconds;
    }

    /** As one line of text. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // never: numbers and text
        }
    }

    /** @throws LabException if the text is no result: it is then what went wrong */
    public static FloodResult fromJson(String text) throws LabException {
        try {
            return JSON.readValue(text, FloodResult.class);
        } catch (JsonProcessingException e) {
            throw new LabException("the flood failed: " + text, e);
        }
    }
}
