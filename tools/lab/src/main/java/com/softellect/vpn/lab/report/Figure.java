package com.softellect.vpn.lab.report;

import java.util.Locale;

/** Something that is measured: an enum constant, whose name in lower case is its key in the report. */
public interface Figure {

    /** As {@link Enum#name}. */
    String name();

    Form form();

    /** How a figure is shown in a table. */
    record Form(String title, String unit, int decimals) {
    }

    default String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value with its unit, as the table shows it. */
    default String show(double value) {
        return String.format(Locale.ROOT, "%,." + form().decimals() + "f %s", value, form().unit()).stripTrailing();
    }
}
