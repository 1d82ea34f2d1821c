package org.guildhall.credential;

import org.guildhall.log.LogFault;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.SignatureFault;

/** Why bytes are no credential that can be believed. The code is registered in the spec (chapter Limits and errors). */
public final class CredentialFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public CredentialFault(String code, String message) {
        // No stack trace: faults are answers to hostile input.
        super(message, null, false, false);
        this.code = code;
    }

    static CredentialFault malformed(String why) {
        return new CredentialFault("credential", why);
    }

    static CredentialFault of(LogFault fault) {
        // In a proof file it is "proof"; here the file is a credential.
        return new CredentialFault(
                fault.code().equals("proof") ? "credential" : fault.code(), String.valueOf(fault.getMessage()));
    }

    static CredentialFault of(SignatureFault fault) {
        return new CredentialFault(fault.code(), String.valueOf(fault.getMessage()));
    }

    static CredentialFault of(RecordFault fault) {
        return new CredentialFault(fault.code(), String.valueOf(fault.getMessage()));
    }

    public String code() {
        return code;
    }
}
