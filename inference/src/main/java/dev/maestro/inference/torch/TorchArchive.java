package dev.maestro.inference.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The container in which PyTorch expects a program: an uncompressed zip with the source and a pickled, empty module. */
final class TorchArchive {
    /** Of the container, as PyTorch 2 writes it. */
    private static final String FORMAT = "10\n";

    private TorchArchive() {}

    /** @param source holds {@code class name(Module)} */
    static byte[] pack(String name, String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "program/data.pkl", module(name));
            put(zip, "program/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            put(zip, "program/constants.pkl", new byte[]{(byte) 0x80, 2, ')', '.'});
            put(zip, "program/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            put(zip, "program/version", FORMAT.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle, protocol 2: a new {@code __torch__.name} whose only attribute is {@code training}, false. */
    private static byte[] module(String name) {
        byte[] attribute = "training".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[]{(byte) 0x80, 2});
        pickle.writeBytes(("c__torch__\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[]{')', (byte) 0x81, '}', '(', 'X', (byte) attribute.length, 0, 0, 0});
        pickle.writeBytes(attribute);
        pickle.writeBytes(new byte[]{(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
