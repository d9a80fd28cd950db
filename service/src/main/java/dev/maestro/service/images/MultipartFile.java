package dev.maestro.service.images;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiRequest;

/** The file in a body: the body itself, or the one part of a form that was sent as {@code multipart/form-data}. */
final class MultipartFile {
    private MultipartFile() {}

    /** @throws MaestroException {@code BODY_EMPTY} without any, {@code INVALID_VALUE} for a form that is cut or has several parts */
    static byte[] in(ApiRequest request) {
        if (request.body().length == 0) {
            throw new MaestroException(ApiErrors.BODY_EMPTY, "the request has no body. Send the image's bytes.");
        }
        if (!MultipartForm.isForm(request)) {
            return request.body();
        }
        MultipartForm form = MultipartForm.of(request);
        if (form.parts().size() != 1) {
            throw ApiRequest.invalid("body", "is a form with " + form.parts().size()
                    + " parts; one file is taken. Send each image by itself.");
        }
        return form.parts().getFirst().content();
    }
}
