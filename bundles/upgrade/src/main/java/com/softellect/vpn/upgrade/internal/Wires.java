package com.softellect.vpn.upgrade.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** What a swap would mean for the wires between bundles, asked of the framework before it is made. Stateless. */
final class Wires {

    private final FrameworkWiring wiring;

    Wires(BundleContext context) {
        this.wiring = context.getBundle(0).adapt(FrameworkWiring.class);
    }

    /** The bundles that would be wired anew with this one: those that hang on it, directly or through others. */
    List<String> refreshedBeside(Bundle swapped) {
        return wiring.getDependencyClosure(List.of(swapped)).stream().filter(bundle -> !bundle.equals(swapped)).map(Bundle::getSymbolicName)
                .sorted().toList();
    }

    /** The packages that a new version imports and nobody has. */
    List<String> missing(BundleJar next) {
        String imports = next.header(Constants.IMPORT_PACKAGE);
        return imports == null ? List.of() : Arrays.stream(imports.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")).map(this::missing)
                .filter(Objects::nonNull).toList();
    }

    private String missing(String clause) {
        String[] parts = clause.strip().split(";");
        String range = "0.0.0";
        for (String part : parts) {
            if (part.strip().startsWith("resolution:=\"optional\"") || part.strip().startsWith("resolution:=optional")) {
                return null;
            }
            if (part.strip().startsWith("version=")) {
                range = part.strip().substring("version=".length()).replace("\"", "");
            }
        }
        String name = parts[0].strip();
        return find(name, range).isEmpty() ? name + " " + range : null;
    }

    private Collection<BundleCapability> find(String name, String range) {
        String filter = "(&(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + name + ")" + VersionRange.valueOf(range).toFilterString("version") + ")";
        return wiring.findProviders(new Wanted(Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, filter)));
    }

    /** A package that is imported, by nobody in particular. */
    private record Wanted(Map<String, String> directives) implements Requirement {

        @Override
        public String getNamespace() {
            return PackageNamespace.PACKAGE_NAMESPACE;
        }

        @Override
        public Map<String, String> getDirectives() {
            return directives;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Resource getResource() {
            return null;
        }
    }
}
