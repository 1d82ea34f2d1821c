package org.guildhall.bench;

/** Arguments of a bench, written {@code name=value} or {@code --name value}. */
final class Arguments {
    private Arguments() {}

    static String of(String[] args, String name, String otherwise) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(name + "=")) {
                return args[i].substring(name.length() + 1);
            }
            if (args[i].equals("--" + name) && i + 1 < args.length) {
                return args[i + 1];
            }
        }
        return otherwise;
    }

    static int of(String[] args, String name, int otherwise) {
        return Integer.parseInt(of(args, name, String.valueOf(otherwise)));
    }
}
