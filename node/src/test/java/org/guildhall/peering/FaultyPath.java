package org.guildhall.peering;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.guildhall.peering.outgoing.Origin;

/**
 * The way to one node, which loses, cuts, delays, repeats and changes what passes, as a seed says. Peers know the node by this
 * address. Faults come only while they are switched on.
 */
final class FaultyPath implements AutoCloseable {
    private final Vertx vertx;
    private final int target;
    private final Random random;
    private final NetServer server;
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean faulty;
    private volatile boolean down;

    private enum Fault {
        NONE,
        REFUSE,
        CUT,
        DELAY,
        REPEAT,
        FLIP
    }

    FaultyPath(Vertx vertx, int target, long seed) {
        this.vertx = vertx;
        this.target = target;
        this.random = new Random(seed);
        this.server = vertx.createNetServer().connectHandler(this::connect);
        server.listen(0, "127.0.0.1").await();
    }

    Origin origin() {
        return Origin.parse("http://127.0.0.1:" + server.actualPort());
    }

    void faulty(boolean on) {
        faulty = on;
    }

    /** As if the cable were out: nothing passes, and what is open breaks. */
    void down(boolean out) {
        down = out;
    }

    int faults() {
        return faults.get();
    }

    private synchronized Fault next() {
        if (down) {
            return Fault.REFUSE;
        }
        // Half of what passes is left alone, so that something gets through.
        return faulty && random.nextBoolean() ? Fault.values()[random.nextInt(Fault.values().length)] : Fault.NONE;
    }

    private synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    private void connect(NetSocket near) {
        if (next() == Fault.REFUSE) {
            faults.incrementAndGet();
            near.close();
            return;
        }
        near.pause();
        vertx.createNetClient().connect(target, "127.0.0.1").onComplete(connected -> {
            if (connected.failed()) {
                near.close();
                return;
            }
            NetSocket far = connected.result();
            near.handler(far::write);
            far.handler(bytes -> back(bytes, near, far));
            near.closeHandler(gone -> far.close());
            far.closeHandler(gone -> near.close());
            near.resume();
        });
    }

    /** What the node answers, on its way to who asked. */
    private void back(Buffer bytes, NetSocket near, NetSocket far) {
        Fault fault = next();
        if (fault != Fault.NONE) {
            faults.incrementAndGet();
        }
        switch (fault) {
            case NONE -> near.write(bytes);
            case REFUSE -> near.close();
            case CUT -> near.write(bytes.slice(0, below(bytes.length()))).onComplete(sent -> near.close());
            case DELAY -> {
                far.pause();
                vertx.setTimer(1 + below(60), later -> {
                    near.write(bytes);
                    far.resume();
                });
            }
            case REPEAT -> {
                near.write(bytes);
                near.write(bytes);
            }
            case FLIP -> {
                byte[] changed = bytes.getBytes();
                changed[below(changed.length)] ^= (byte) (1 << below(8));
                near.write(Buffer.buffer(changed));
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
