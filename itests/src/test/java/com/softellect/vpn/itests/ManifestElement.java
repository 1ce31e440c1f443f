package com.softellect.vpn.itests;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One package of an Import-Package or Export-Package header.
 *
 * @param version the version attribute; 0.0.0 if there is none
 */
record ManifestElement(String name, String version) {

    private static final Pattern VERSION = Pattern.compile(";version=\"?([^\";]+)");

    static List<ManifestElement> parse(String header) {
        return Stream.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")).map(ManifestElement::of).toList();
    }

    private static ManifestElement of(String clause) {
        Matcher version = VERSION.matcher(clause);
        return new ManifestElement(clause.split(";")[0].strip(), version.find() ? version.group(1) : "0.0.0");
    }
}
