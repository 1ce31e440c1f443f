package com.softellect.vpn.shell.internal;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;

/**
 * The options that stand behind a command's argument. A command that has them has its option fields package-private, of the types
 * {@code String}, {@code boolean}, {@code int} and, for one that may stand several times, {@code List} of {@code String}, never null.
 *
 * @param words as they were typed, {@code --name value} or {@code --name=value}
 */
record LateOptions(List<String> words) {

    /** Sets the fields of the options. */
    void applyTo(ArgumentCommand command) throws CommandException {
        Map<String, Field> options = options(command.getClass());
        for (Iterator<String> rest = words.iterator(); rest.hasNext();) {
            String[] word = rest.next().split("=", 2);
            Field option = options.get(word[0]);
            if (option == null) {
                throw Failures.of(word[0].startsWith("-")
                        ? "there is no option " + word[0] + ": take one of " + String.join(", ", options.keySet())
                        : "'" + word[0] + "' is one argument too many");
            }
            set(option, command, value(option, word, rest));
        }
    }

    private static Map<String, Field> options(Class<?> command) {
        Map<String, Field> options = new TreeMap<>();
        for (Class<?> type = command; type != VpnCommand.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(Option.class)) {
                    options.put(field.getAnnotation(Option.class).name(), field);
                }
            }
        }
        return options;
    }

    private static String value(Field option, String[] word, Iterator<String> rest) throws CommandException {
        if (word.length == 2) {
            return word[1];
        }
        if (option.getType() == boolean.class) {
            return "true";
        }
        if (!rest.hasNext()) {
            throw Failures.of(word[0] + " needs a value");
        }
        return rest.next();
    }

    private static void set(Field option, ArgumentCommand command, String value) throws CommandException {
        try {
            if (option.getType() == boolean.class) {
                option.setBoolean(command, Boolean.parseBoolean(value));
            } else if (option.getType() == int.class) {
                option.setInt(command, Integer.parseInt(value));
            } else if (option.getType() == List.class) {
                add(option, command, value);
            } else {
                option.set(command, value);
            }
        } catch (NumberFormatException e) {
            throw Failures.of(option.getAnnotation(Option.class).name() + " " + value + " is no whole number");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field " + option + " must be package-private", e);
        }
    }

    /** Karaf sets lists that can't be changed, too. */
    private static void add(Field option, ArgumentCommand command, String value) throws IllegalAccessException {
        List<Object> values = new ArrayList<>((List<?>) option.get(command));
        values.add(value);
        option.set(command, values);
    }
}
