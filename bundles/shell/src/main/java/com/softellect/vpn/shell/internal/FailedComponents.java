package com.softellect.vpn.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The layers that are installed and could not start, for example because of a setting, each with the reason that it gave. */
final class FailedComponents {

    private static final String OURS = "com.softellect.vpn.";
    private static final String CAUSED_BY = "Caused by: ";

    private FailedComponents() {
    }

    /** By layer, in words. Empty where all is well. */
    static Map<String, List<String>> find(Services services) {
        Map<String, List<String>> failed = new TreeMap<>();
        Optional<ServiceComponentRuntime> runtime = services.find(ServiceComponentRuntime.class);
        if (runtime.isPresent()) {
            for (ComponentDescriptionDTO component : runtime.get().getComponentDescriptionDTOs()) {
                if (component.bundle.symbolicName.startsWith(OURS)) {
                    String layer = component.bundle.symbolicName.substring(OURS.length());
                    reasons(runtime.get(), component).forEach(r -> failed.computeIfAbsent(layer, l -> new ArrayList<>()).add(r));
                }
            }
        }
        return failed;
    }

    private static List<String> reasons(ServiceComponentRuntime runtime, ComponentDescriptionDTO component) {
        return runtime.getComponentConfigurationDTOs(component).stream()
                .filter(c -> c.state == ComponentConfigurationDTO.FAILED_ACTIVATION && c.failure != null)
                .map(c -> reason(c.failure)).toList();
    }

    /** The message of a stack trace's last cause. */
    static String reason(String stackTrace) {
        String line = stackTrace.lines().findFirst().orElse("");
        for (String other : stackTrace.lines().toList()) {
            line = other.startsWith(CAUSED_BY) ? other.substring(CAUSED_BY.length()) : line;
        }
        int message = line.indexOf(": ");
        return message < 0 ? line : line.substring(message + 2);
    }
}
