package com.softellect.vpn.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A method with {@link FuzzTest} of a class of this package.
 *
 * @param type   the class, whose name ends in FuzzTest
 * @param method the method's name
 */
record FuzzTarget(Class<?> type, String method) {

    private static final String CLASS_ENDING = "FuzzTest.class";

    /** All there are, by name. */
    static List<FuzzTarget> all() throws IOException, URISyntaxException, ClassNotFoundException {
        try (Stream<Path> files = Files.list(Path.of(FuzzTarget.class.getResource(".").toURI()))) {
            List<String> names = files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(CLASS_ENDING)).sorted().collect(Collectors.toList());
            Stream<FuzzTarget> targets = Stream.empty();
            for (String name : names) {
                String type = FuzzTarget.class.getPackageName() + "." + name.substring(0, name.length() - ".class".length());
                targets = Stream.concat(targets, of(Class.forName(type)));
            }
            return targets.collect(Collectors.toList());
        }
    }

    private static Stream<FuzzTarget> of(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(m -> m.isAnnotationPresent(FuzzTest.class)).map(m -> m.getName()).sorted()
                .map(m -> new FuzzTarget(type, m));
    }

    /** CLASS.METHOD, without the package. */
    String name() {
        return type.getSimpleName() + "." + method;
    }

    /** The folder of its kept inputs, below the test resources. */
    String inputs() {
        return type.getPackageName().replace('.', '/') + "/" + type.getSimpleName() + "Inputs/" + method;
    }
}
