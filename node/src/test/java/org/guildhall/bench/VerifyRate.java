package org.guildhall.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Proof;
import org.guildhall.record.Sha256;
import org.guildhall.signing.Verifier;

/** The limit that following, catching up and recovering are compared with: signatures, when nothing else is done. */
final class VerifyRate {
    private static final long NANOS = 3_000_000_000L;

    private VerifyRate() {}

    private record Signed(OqxRecord record, byte[] message) {}

    /** Signatures of these records verified a second, by so many threads, with the verifier that a node uses here. */
    static double of(List<OqxRecord> records, int threadCount) throws Exception {
        List<Signed> signed = new ArrayList<>();
        for (OqxRecord record : records) {
            byte[] message = new byte[64];
            byte[] options =
                    Sha256.of(CanonicalJson.write(Proof.options(record.proof().key())));
            System.arraycopy(options, 0, message, 0, 32);
            System.arraycopy(Sha256.of(record.signedPart()), 0, message, 32, 32);
            signed.add(new Signed(record, message));
        }
        Verifier verifier = Verifier.best();
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(threadCount);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            Callable<Integer> worker = () -> {
                int count = 0;
                while (System.nanoTime() - start < NANOS) {
                    Signed one = signed.get(Math.floorMod(next.getAndIncrement(), signed.size()));
                    if (!verifier.verify(
                            one.record().proof().key(),
                            one.message(),
                            one.record().proof().signature())) {
                        throw new IllegalStateException("a signature of ours does not hold");
                    }
                    count++;
                }
                return count;
            };
            for (int i = 0; i < threadCount; i++) {
                counts.add(threads.submit(worker));
            }
            long total = 0;
            for (Future<Integer> count : counts) {
                total += count.get();
            }
            return total / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }
}
