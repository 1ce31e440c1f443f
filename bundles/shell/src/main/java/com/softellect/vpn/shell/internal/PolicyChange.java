package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.karaf.shell.support.CommandException;

/** What an administrator wants changed of a client's policy. Immutable. */
final class PolicyChange {

    /** What the option takes. */
    static final String ALLOW_FORMS = "CIDR[:PROTOCOL[:PORTS]] like 10.0.0.0/8 or 192.0.2.7:tcp:443,8000-8100, several times if need be; any; or none";

    private static final String EVERYWHERE = "any";
    private static final String NOWHERE = "none";

    /** Null: stays as it is. */
    private final UnaryOperator<Policy> allowed;

    private PolicyChange(UnaryOperator<Policy> allowed) {
        this.allowed = allowed;
    }

    /**
     * @param allow as it was typed; empty: to stay as it is
     * @throws CommandException if that is not possible
     */
    static PolicyChange of(List<String> allow) throws CommandException {
        return new PolicyChange(allow.isEmpty() ? null : allowed(allow));
    }

    private static UnaryOperator<Policy> allowed(List<String> texts) throws CommandException {
        try {
            List<Rule> rules = texts.equals(List.of(EVERYWHERE)) ? null : texts.equals(List.of(NOWHERE)) ? List.of() : rules(texts);
            Policy.OPEN.withAllowed(rules); // fails if there are too many
            return before -> before.withAllowed(rules);
        } catch (IllegalArgumentException e) {
            throw Failures.of("--allow: " + e.getMessage());
        }
    }

    private static List<Rule> rules(List<String> texts) {
        if (texts.contains(EVERYWHERE) || texts.contains(NOWHERE)) {
            throw new IllegalArgumentException("any and none stand alone, without other rules");
        }
        return texts.stream().map(Rule::parse).toList();
    }

    boolean isEmpty() {
        return allowed == null;
    }

    Policy applyTo(Policy before) {
        return allowed == null ? before : allowed.apply(before);
    }
}
