package dev.maestro.service.access;

/** What a route needs a key to be allowed. */
public enum ApiScope {
    /** Anybody may, without a key. */
    NONE(""),
    QUERIES_READ("queries:read"),
    QUERIES_WRITE("queries:write"),
    QUERIES_STEER("queries:steer"),
    HISTORY_READ("history:read"),
    APPROVALS_DECIDE("approvals:decide"),
    IMAGES_READ("images:read"),
    IMAGES_WRITE("images:write"),
    REGISTRY_READ("registry:read"),
    REGISTRY_WRITE("registry:write"),
    EVALUATIONS_READ("evaluations:read"),
    EVALUATIONS_RUN("evaluations:run"),
    USAGE_READ("usage:read"),
    AUDIT_READ("audit:read"),
    ADMIN("admin");

    private final String written;

    ApiScope(String written) {
        this.written = written;
    }

    /** As messages and documents write it; empty for {@link #NONE}. */
    public String written() {
        return written;
    }
}
