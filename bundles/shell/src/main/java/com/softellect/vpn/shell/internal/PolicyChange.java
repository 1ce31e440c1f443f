package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.karaf.shell.support.CommandException;

/** What an administrator wants changed of a client's policy. Immutable. */
final class PolicyChange {

    /** What the options take. */
    static final String ALLOW_FORMS = "CIDR[:PROTOCOL[:PORTS]] like 10.0.0.0/8 or 192.0.2.7:tcp:443,8000-8100, several times if need be; any; or none";
    static final String LIMIT_FORMS = "bits a second like 500k, 20M or 1G, or none";
    static final String QUOTA_FORMS = "bytes a day, week or month, both ways together, like 50G/month, or none";

    private static final String EVERYWHERE = "any";
    private static final String NOWHERE = "none";
    private static final String UNLIMITED = "none";

    /** One after the other. */
    private final List<UnaryOperator<Policy>> steps;

    private PolicyChange(List<UnaryOperator<Policy>> steps) {
        this.steps = steps;
    }

    /**
     * All as it was typed.
     *
     * @param allow     empty: to stay as it is
     * @param limitUp   null: to stay as it is
     * @param limitDown null: to stay as it is
     * @param quota     null: to stay as it is
     * @throws CommandException if that is not possible
     */
    static PolicyChange of(List<String> allow, String limitUp, String limitDown, String quota) throws CommandException {
        List<UnaryOperator<Policy>> steps = new ArrayList<>();
        if (!allow.isEmpty()) {
            steps.add(allowed(allow));
        }
        if (limitUp != null) {
            long limit = limit("--limit-up", limitUp);
            steps.add(before -> before.withUpLimit(limit));
        }
        if (limitDown != null) {
            long limit = limit("--limit-down", limitDown);
            steps.add(before -> before.withDownLimit(limit));
        }
        if (quota != null) {
            Quota given = quota(quota);
            steps.add(before -> before.withQuota(given));
        }
        return new PolicyChange(steps);
    }

    private static Quota quota(String text) throws CommandException {
        if (text.equals(UNLIMITED)) {
            return null;
        }
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw Failures.of("--quota " + text + " is not possible: give " + QUOTA_FORMS);
        }
        try {
            return new Quota(Amount.parse("--quota", parts[0]), Quota.Period.parse(parts[1]));
        } catch (IllegalArgumentException e) {
            throw Failures.of("--quota: " + e.getMessage());
        }
    }

    private static long limit(String option, String text) throws CommandException {
        long limit = text.equals(UNLIMITED) ? 0 : Amount.parse(option, text);
        try {
            Policy.OPEN.withUpLimit(limit); // fails if it is out of its range
            return limit;
        } catch (IllegalArgumentException e) {
            throw Failures.of(option + ": " + e.getMessage());
        }
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
        return steps.isEmpty();
    }

    Policy applyTo(Policy before) {
        Policy after = before;
        for (UnaryOperator<Policy> step : steps) {
            after = step.apply(after);
        }
        return after;
    }
}
