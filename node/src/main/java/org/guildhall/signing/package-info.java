/**
 * Keys and signatures: Ed25519 under one rule, data-integrity proofs, signed notes, HTTP signatures, passwords. The only room that
 * knows a cryptographic library.
 *
 * <p>A public key travels as {@link org.guildhall.record.Multikey}; a secret one never leaves {@link
 * org.guildhall.signing.SigningKey} but through {@link org.guildhall.signing.KeyFile}.
 */
@NullMarked
package org.guildhall.signing;

import org.jspecify.annotations.NullMarked;
