package com.softellect.vpn.contract;

import java.util.List;
import java.util.Objects;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlType;

/** Something that the two sides may agree on. Who does not know the name ignores it. */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "option", propOrder = {"name", "value"})
public class Option {

    /**
     * Of a client: it takes packets longer than the MTU, each TCP in one piece of up to 65,535 bytes, and may send some. Of a gateway: so does it.
     * Without it from both sides neither sends any.
     */
    public static final Option SUPER_PACKETS = new Option("tso4", "1");

    @XmlElement(required = true)
    private String name;

    @XmlElement(required = true)
    private String value;

    /** For JAXB. */
    public Option() {
    }

    public Option(String name, String value) {
        this.name = name;
        this.value = value;
    }

    /** The name. */
    public String getName() {
        return name;
    }

    /** The value, in the form that the name asks for. */
    public String getValue() {
        return value;
    }

    /** Whether the other side says this one, name and value. */
    public boolean isIn(List<Option> said) {
        return said.stream().anyMatch(other -> Objects.equals(name, other.name) && Objects.equals(value, other.value));
    }
}
