package com.softellect.vpn.shell.internal;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.shell.support.CommandException;

/** Numbers as administrators write them, with a letter for a power of 1000: {@code 500k}, {@code 20M}, {@code 1.5G}, {@code 2T}. */
final class Amount {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)([kMGT]?)");
    private static final String LETTERS = "kMGT";

    private Amount() {
    }

    /** @param option what it is the value of */
    static long parse(String option, String text) throws CommandException {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw Failures.of(option + " " + text + " is no amount: write it like 500k, 20M or 1.5G");
        }
        int power = parts.group(2).isEmpty() ? 0 : LETTERS.indexOf(parts.group(2)) + 1;
        try {
            return new BigDecimal(parts.group(1)).scaleByPowerOfTen(3 * power).longValueExact();
        } catch (ArithmeticException e) {
            throw Failures.of(option + " " + text + " is no whole number, or too large");
        }
    }

    /** The amount with the letter that makes it shortest, as {@link #parse} reads it. */
    static String show(long amount) {
        long rest = amount;
        int power = 0;
        while (rest != 0 && rest % 1000 == 0 && power < LETTERS.length()) {
            rest /= 1000;
            power++;
        }
        return rest + (power == 0 ? "" : LETTERS.substring(power - 1, power));
    }
}
