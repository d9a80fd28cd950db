package dev.maestro.images;

import dev.maestro.core.errors.ErrorCode;

/** Codes of images that are not taken in, or cannot be worked on. */
public enum ImageErrors implements ErrorCode {
    IMAGE_MISSING("The image file does not exist or cannot be read. Check its path and its permissions."),
    IMAGE_EMPTY("The image has no bytes. Send the content of the file."),
    IMAGE_TOO_MANY_BYTES("The image has more bytes than are allowed. Scale it down, or save it as JPEG."),
    IMAGE_TOO_MANY_PIXELS("The image has more pixels than are allowed, or than fit into memory. Scale it down."),
    IMAGE_ABSURD_DIMENSIONS(
            "A side of the image is 0 or too long, or the image is a strip that no model can look at. Cut out the part that matters."),
    IMAGE_UNSUPPORTED_FORMAT(
            "The file is an image or a document of a format that is known and not taken, such as SVG, PDF, HEIC or AVIF. Convert it first."),
    IMAGE_MULTIPLE_PAGES(
            "The image has several pages, and nobody can guess which one is meant. Save the page that matters as an image of its own."),
    NOT_AN_IMAGE("The bytes are no image of a known format. Send a PNG, JPEG, GIF, BMP, TIFF or WebP."),
    IMAGE_TRUNCATED("The file starts as an image and ends too early. Send the whole file."),
    IMAGE_CORRUPT("The file starts as an image and cannot be decoded. Save it anew with an image program."),
    IMAGE_URL_NOT_ALLOWED(
            "The address of the image is not fetched: it must begin with https:// and a host, without user name. Send the image's bytes instead."),
    IMAGE_ADDRESS_NOT_ALLOWED(
            "The host of the image has an address that is private, loopback, link-local or otherwise not public. Send the image's bytes instead."),
    IMAGE_UNREACHABLE(
            "The host of the image does not resolve, cannot be reached, or cuts the connection. Check the address, or send the image's bytes."),
    IMAGE_TIMED_OUT("The image was not fetched in the time there is. Try again, or send the image's bytes."),
    IMAGE_FETCH_REFUSED("The server of the image answered with another status than 200. Check the address in a browser without login."),
    IMAGE_TOO_MANY_REDIRECTS("The address of the image redirects more often than is followed. Give the last address."),
    IMAGE_UNREADABLE(
            "An image cannot be read: its file is not there, or its stored bytes are no PNG or JPEG. Check the file, and take the image in first.");

    private final String meaning;

    ImageErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
