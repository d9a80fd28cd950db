package dev.maestro.service.access;

import dev.maestro.core.WireForm;
import java.util.EnumSet;
import java.util.Set;

/** What the holder of a key is, from the least to the most: each may what those before it may. */
public enum Role implements WireForm {
    VIEWER(ApiScope.NONE, ApiScope.QUERIES_READ, ApiScope.HISTORY_READ, ApiScope.IMAGES_READ, ApiScope.REGISTRY_READ,
            ApiScope.EVALUATIONS_READ, ApiScope.USAGE_READ),
    USER(ApiScope.QUERIES_WRITE, ApiScope.QUERIES_STEER, ApiScope.IMAGES_WRITE),
    OPERATOR(ApiScope.APPROVALS_DECIDE, ApiScope.EVALUATIONS_RUN, ApiScope.AUDIT_READ),
    REGISTRAR(ApiScope.REGISTRY_WRITE),
    ADMIN(ApiScope.ADMIN);

    private final Set<ApiScope> own;

    Role(ApiScope first, ApiScope... more) {
        this.own = EnumSet.of(first, more);
    }

    public boolean may(ApiScope scope) {
        for (Role role : values()) {
            if (role.own.contains(scope)) {
                return compareTo(role) >= 0;
            }
        }
        return false;
    }

    /** Whether it may steer queries that another key of the tenant asked. */
    public boolean steersAll() {
        return compareTo(OPERATOR) >= 0;
    }
}
