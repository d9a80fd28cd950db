package dev.maestro.service.http;

import dev.maestro.core.errors.ErrorCode;

/** Codes of requests that the HTTP service refuses, and of what keeps it from answering. */
public enum ApiErrors implements ErrorCode {
    REQUEST_MALFORMED("The request is no HTTP request that can be read. Send it with an HTTP client."),
    HEADERS_TOO_LARGE("The request line or the headers of the request are longer than is allowed. Send less in them."),
    ROUTE_UNKNOWN("There is no such address. Choose one of the nearest, or look at /openapi.json."),
    METHOD_NOT_ALLOWED("The address takes other methods. Use one of those that the message names."),
    NOT_ACCEPTABLE("The reply can be had in other types only. Ask for one of those that the message names in the header Accept."),
    MEDIA_TYPE_UNSUPPORTED("The body comes in a type or an encoding that is not taken. Send it as the message says, not compressed."),
    HOST_REFUSED("The request names a host that is not this server. Use its own address, or add the name to http.hosts."),
    ORIGIN_REFUSED("The request comes from a page of another origin. Send it from a program, not from a browser."),
    BODY_TOO_LARGE("The body has more bytes than are allowed. Send less, or raise http.body."),
    BODY_TOO_SLOW("The body did not arrive in the time there is. Send it again over a better connection."),
    BODY_EMPTY("The request has no body, and it needs one. Send what the message names."),
    INVALID_JSON(
            "The body is not one JSON document that is taken: not JSON, doubled keys, or nested too deeply. Correct it where the message says."),
    INVALID_VALUE("A value is not one of those that are taken. Correct it as the message says."),
    PARAMETER_MISSING("A value that is needed is missing. Send it."),
    PARAMETER_UNKNOWN("There is no parameter of this name. Use the nearest, or leave it out."),
    PARAMETER_UNSUPPORTED("What a parameter asks for is not offered, and to leave it out would answer another question. Ask without it."),
    MODEL_UNKNOWN("There is no model of this name. Choose one of those that GET /v1/models lists."),
    CURSOR_INVALID("The cursor is none that a list gave. Begin the list without it."),
    IDEMPOTENCY_KEY_INVALID("An idempotency key has 1 to 255 visible ASCII characters. Send such a one, or none."),
    IDEMPOTENCY_KEY_REUSED("The same idempotency key came with another request before. Use a new key for a new request."),
    STILL_RUNNING("The time to wait is over, and the query is not. Ask again: the same query is found."),
    NOT_STEERABLE("The query is in a state in which this cannot be done. The message says which."),
    COUNT_CHANGED("The filter chooses another number of queries than expected. Look at the list, and try again."),
    QUESTION_INVALID("The question has no text, or holds characters that no text has. Write what you want to know."),
    QUESTION_TOO_LONG("The question has more characters than are allowed. Shorten it to the limit that the message names."),
    IMAGE_REQUIRED(
            "The question comes without an image, and http.text.only refuses such ones. Add an image, or set http.text.only to policy."),
    TOO_MANY_IMAGES("More images were given than one question may have. Ask about fewer at once."),
    IMAGE_UNKNOWN("There is no image of this hash, or it belongs to somebody else. Send the image first."),
    IMAGE_DATA_INVALID("An image in a request is no address, hash or file, and no data URL of base64. Correct it as the message says."),
    FILE_UNKNOWN("There is no file of this id, or it belongs to somebody else. List them with GET /v1/files."),
    RESPONSE_UNKNOWN(
            "There is no response of this id, it was deleted, or it belongs to somebody else. Take the id from the reply that made it."),
    TEXT_UNKNOWN("There is no text of this hash, or it belongs to somebody else. Take the hash from a query's history."),
    EXPERT_OR_SKILL_UNKNOWN("The registry has no row of this name in that revision. Choose one of the nearest."),
    CLIENT_CLOSED("The client went away before it was answered. Nobody reads this; a query that was accepted goes on."),
    SHUTTING_DOWN("The server is being stopped. Try again: another one, or the next, answers."),
    INTERNAL("The program has a defect. The log under MAESTRO_HOME/logs has the details: report it with them.");

    private final String meaning;

    ApiErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
