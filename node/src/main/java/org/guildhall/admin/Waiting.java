package org.guildhall.admin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for the writer on a command's thread, and tells a rule's refusal as the command's own. */
final class Waiting {
    private Waiting() {}

    static <T> T on(CompletableFuture<T> work) throws Refusal, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.guildhall.admission.Refusal refusal) {
                throw new Refusal(409, refusal.code(), String.valueOf(refusal.getMessage()));
            }
            throw new IllegalStateException("the work was not done", e.getCause());
        }
    }
}
