package dev.maestro.workflows.worker;

import dev.maestro.activities.QueryErrors;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Optional;

/**
 * Temporal's JSON converter with a limit: a payload over 64 KiB is refused before it reaches a workflow's
 * history. Images and long texts travel as content hashes.
 */
public final class HistoryDataConverter extends DefaultDataConverter {
    /** A workflow's history is limited to 50 MB by the server and read whole on every recovery. */
    public static final int LIMIT_BYTES = 64 * 1024;

    public HistoryDataConverter() {
        super(DefaultDataConverter.STANDARD_PAYLOAD_CONVERTERS);
    }

    @Override
    public <T> Optional<Payload> toPayload(T value) throws DataConverterException {
        Optional<Payload> payload = super.toPayload(value);
        payload.ifPresent(p -> {
            if (p.getData().size() > LIMIT_BYTES) {
                throw new DataConverterException(QueryErrors.PAYLOAD_TOO_LARGE + ": " + value.getClass().getSimpleName() + " takes "
                        + p.getData().size() + " bytes, limit " + LIMIT_BYTES + ". Store it as an artifact and pass the content hash.");
            }
        });
        return payload;
    }
}
