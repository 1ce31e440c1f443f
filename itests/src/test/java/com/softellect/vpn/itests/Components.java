package com.softellect.vpn.itests;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What Declarative Services says of this product's components. Runs in the container. */
final class Components {

    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Names of the components that are neither active nor ready to be; empty if all is well. */
    List<String> idle() {
        List<String> idle = new ArrayList<>();
        for (ComponentDescriptionDTO component : all()) {
            Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
            if (configurations.isEmpty()) {
                idle.add(component.name + " has no configuration");
            }
            configurations.stream().filter(configuration -> !isUp(configuration))
                    .forEach(configuration -> idle.add(component.name + " is in state " + configuration.state
                            + (configuration.failure == null ? "" : ": " + configuration.failure)));
        }
        return idle;
    }

    int count() {
        return all().size();
    }

    private List<ComponentDescriptionDTO> all() {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith("com.softellect.vpn.")).toList();
    }

    private static boolean isUp(ComponentConfigurationDTO configuration) {
        return configuration.state == ComponentConfigurationDTO.ACTIVE || configuration.state == ComponentConfigurationDTO.SATISFIED;
    }
}
