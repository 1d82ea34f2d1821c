package org.guildhall.admin.stackexchange;

import java.util.Arrays;

/**
 * What must be known of every post at once: its type, its question and its votes. About 30 bytes a post, so a site of a
 * million posts needs 30 MB; texts never stay in memory.
 */
final class PostIndex {

    private final IntKeys posts = new IntKeys();
    private byte[] types = new byte[1 << 10];
    private int[] parents = new int[1 << 10];
    private int[] ups = new int[1 << 10];
    private int[] downs = new int[1 << 10];

    /** Adds a post; false if the number was there already. */
    boolean add(int id, int type, int parent) {
        int before = posts.size();
        int place = posts.add(id);
        if (place < before) {
            return false;
        }
        if (place == types.length) {
            int length = IntKeys.grown(place);
            types = Arrays.copyOf(types, length);
            parents = Arrays.copyOf(parents, length);
            ups = Arrays.copyOf(ups, length);
            downs = Arrays.copyOf(downs, length);
        }
        types[place] = (byte) Math.max(0, Math.min(127, type));
        parents[place] = parent;
        return true;
    }

    /** The question that a question or answer belongs to, or −1 if it is neither or its question is not in the dump. */
    int question(int id) {
        int place = posts.find(id);
        if (place < 0) {
            return -1;
        }
        if (types[place] == PostRow.QUESTION) {
            return id;
        }
        int parent = types[place] == PostRow.ANSWER ? posts.find(parents[place]) : -1;
        return parent >= 0 && types[parent] == PostRow.QUESTION ? parents[place] : -1;
    }

    /** Forgets that there is such a question, and with it its thread. */
    void drop(int question) {
        int place = posts.find(question);
        if (place >= 0) {
            types[place] = 0;
        }
    }

    boolean contains(int id) {
        return posts.find(id) >= 0;
    }

    /** Counts one vote; false if there is no such post. */
    boolean vote(int id, boolean up) {
        int place = posts.find(id);
        if (place < 0) {
            return false;
        }
        if (up) {
            ups[place]++;
        } else {
            downs[place]++;
        }
        return true;
    }

    int up(int id) {
        int place = posts.find(id);
        return place < 0 ? 0 : ups[place];
    }

    int down(int id) {
        int place = posts.find(id);
        return place < 0 ? 0 : downs[place];
    }
}
