package com.softellect.vpn.upgrade.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The product's components, and whether they work. Stateless. */
final class Components {

    private static final String CAUSED_BY = "Caused by: ";

    private final ServiceComponentRuntime runtime;
    private final Layers layers;

    Components(ServiceComponentRuntime runtime, Layers layers) {
        this.runtime = runtime;
        this.layers = layers;
    }

    /** Those that work now. */
    Set<String> working() {
        return all().filter(component -> isWorking(configurations(component))).map(Components::key).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<ComponentDescriptionDTO> all() {
        return runtime.getComponentDescriptionDTOs(layers.ours().toArray(Bundle[]::new)).stream();
    }

    private Collection<ComponentConfigurationDTO> configurations(ComponentDescriptionDTO component) {
        return runtime.getComponentConfigurationDTOs(component);
    }

    private static boolean isWorking(Collection<ComponentConfigurationDTO> configurations) {
        return configurations.stream().anyMatch(one -> one.state == ComponentConfigurationDTO.ACTIVE || one.state == ComponentConfigurationDTO.SATISFIED);
    }

    private static String key(ComponentDescriptionDTO component) {
        return component.bundle.symbolicName + "/" + component.name;
    }

    /**
     * Why not all is as well as it was.
     *
     * @param before  those that worked before
     * @param swapped the symbolic name of the bundle that was swapped: its components may have other names now, but all must work
     * @return in words, those of that bundle first: others may only wait for it; empty if all works
     */
    List<String> problems(Set<String> before, String swapped) {
        Set<String> gone = before.stream().filter(key -> !key.startsWith(swapped + "/")).collect(Collectors.toCollection(TreeSet::new));
        List<String> problems = new ArrayList<>();
        int own = 0;
        for (ComponentDescriptionDTO component : all().toList()) {
            gone.remove(key(component));
            boolean isOwn = component.bundle.symbolicName.equals(swapped);
            if ((isOwn || before.contains(key(component))) && !isWorking(configurations(component))) {
                problems.add(isOwn ? own++ : problems.size(), component.bundle.symbolicName.substring(Layers.PRODUCT.length()) + ": " + reason(component));
            }
        }
        gone.forEach(key -> problems.add(key.substring(Layers.PRODUCT.length()) + " is not there any more"));
        return problems;
    }

    /** Whether a component of that bundle has tried to start and could not. */
    boolean hasFailed(String symbolicName) {
        return all().filter(component -> component.bundle.symbolicName.equals(symbolicName))
                .anyMatch(component -> configurations(component).stream().anyMatch(one -> one.state == ComponentConfigurationDTO.FAILED_ACTIVATION));
    }

    private String reason(ComponentDescriptionDTO component) {
        String name = component.name.substring(component.name.lastIndexOf('.') + 1);
        for (ComponentConfigurationDTO one : configurations(component)) {
            if (one.state == ComponentConfigurationDTO.FAILED_ACTIVATION && one.failure != null) {
                return name + " could not start: " + rootCause(one.failure);
            }
            if (one.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                return name + " waits for " + Stream.of(one.unsatisfiedReferences).map(Components::wanted).collect(Collectors.joining(", "));
            }
        }
        return name + " does not run";
    }

    private static String wanted(UnsatisfiedReferenceDTO reference) {
        return reference.name;
    }

    /** The last cause of a stack trace: the exception's short name, if it has no message, else its message. */
    static String rootCause(String stackTrace) {
        String line = stackTrace.lines().findFirst().orElse("");
        for (String other : stackTrace.lines().toList()) {
            line = other.startsWith(CAUSED_BY) ? other.substring(CAUSED_BY.length()) : line;
        }
        int message = line.indexOf(": ");
        return message < 0 ? line.substring(line.lastIndexOf('.') + 1) : line.substring(message + 2);
    }
}
