package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlType;

/** Something that the two sides may agree on. Who does not know the name ignores it. */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "option", propOrder = {"name", "value"})
public class Option {

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
}
