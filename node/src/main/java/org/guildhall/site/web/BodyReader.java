package org.guildhall.site.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a form's body off the wire: of a type that its page understands, at most 512 KiB, refused before it is kept (A04, A26).
 * Runs on the event loop.
 */
public final class BodyReader {

    /** The largest record has 128 KiB; a text beyond ASCII grows to three times its bytes in a form. */
    public static final int LIMIT = 512 * 1024;

    static final String PLAIN = "application/x-www-form-urlencoded";
    static final String WITH_FILES = "multipart/form-data";

    private BodyReader() {}

    /**
     * Calls exactly one of the two.
     *
     * @param files whether a form with files is taken, too
     */
    public static void read(
            HttpServerRequest request, boolean files, Consumer<byte[]> complete, Consumer<RequestFault> refused) {
        RequestFault early = refusal(request, files);
        if (early != null) {
            refused.accept(early);
            return;
        }
        Buffer body = Buffer.buffer();
        boolean[] over = new boolean[1];
        request.handler(chunk -> {
            if (over[0]) {
                return;
            }
            if (body.length() + chunk.length() > LIMIT) {
                over[0] = true;
                refused.accept(new RequestFault(RequestFault.Reason.TOO_LARGE));
                return;
            }
            body.appendBuffer(chunk);
        });
        request.endHandler(end -> {
            if (!over[0]) {
                complete.accept(body.getBytes());
            }
        });
        request.resume();
    }

    private static @Nullable RequestFault refusal(HttpServerRequest request, boolean files) {
        String type = request.getHeader("content-type");
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals(PLAIN) && !(files && bare.equals(WITH_FILES))) {
            return new RequestFault(RequestFault.Reason.MEDIA_TYPE);
        }
        String length = request.getHeader("content-length");
        if (length != null && (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > LIMIT)) {
            return new RequestFault(RequestFault.Reason.TOO_LARGE);
        }
        return null;
    }
}
