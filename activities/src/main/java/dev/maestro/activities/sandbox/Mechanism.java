package dev.maestro.activities.sandbox;

/** A way to shut a program in. All of them hold the same limits; they are listed in the order in which they are preferred. */
public enum Mechanism {
    /** bubblewrap as an ordinary user, in a user namespace of the run's own. */
    BUBBLEWRAP("bubblewrap", true, false),
    /** bubblewrap with root's rights to set up, for machines that give ordinary users no namespaces. */
    BUBBLEWRAP_AS_ROOT("bubblewrap", false, true),
    /** The same tree made by unshare, mount and pivot_root of util-linux, in a user namespace. */
    UNSHARE("util-linux", true, false),
    /** The same with root's rights to set up. */
    UNSHARE_AS_ROOT("util-linux", false, true);

    private final String tool;
    private final boolean userNamespace;
    private final boolean needsRoot;

    Mechanism(String tool, boolean userNamespace, boolean needsRoot) {
        this.tool = tool;
        this.userNamespace = userNamespace;
        this.needsRoot = needsRoot;
    }

    boolean bubblewrap() {
        return this == BUBBLEWRAP || this == BUBBLEWRAP_AS_ROOT;
    }

    boolean userNamespace() {
        return userNamespace;
    }

    boolean needsRoot() {
        return needsRoot;
    }

    /** The name that people read. */
    public String label() {
        return tool + (userNamespace ? ", user namespace" : ", set up by root");
    }
}
