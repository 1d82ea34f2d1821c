package org.guildhall.site;

import io.nayuki.qrcodegen.QrCode;
import org.guildhall.site.view.QrPicture;

/** Draws QR codes, one run of dark modules after the other. */
final class QrDrawing {
    /** Light modules that ISO/IEC 18004 wants on each side. */
    static final int QUIET = 4;

    private QrDrawing() {}

    /** Paper is folded and stained: a quarter of the code may be lost. */
    static QrPicture of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.QUARTILE);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int from = x;
                while (x < code.size && code.getModule(x, y)) {
                    x++;
                }
                if (x > from) {
                    path.append('M').append(from + QUIET).append(' ').append(y + QUIET);
                    path.append('h')
                            .append(x - from)
                            .append("v1h-")
                            .append(x - from)
                            .append('z');
                }
                x++;
            }
        }
        return new QrPicture(code.size + 2 * QUIET, path.toString());
    }
}
