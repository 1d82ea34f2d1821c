package org.guildhall.admin.stackexchange;

import java.util.Arrays;

/** A set of numbers, each with its place in the order of arrival. 10 to 16 bytes a number, whatever the numbers are. */
final class IntKeys {

    private int[] keys = new int[1 << 10];
    /** Place + 1 by hash, 0 = free; at most half full. */
    private int[] places = new int[1 << 11];

    private int size;

    int size() {
        return size;
    }

    int key(int place) {
        return keys[place];
    }

    /** The place of a number that is there or is added now. */
    int add(int key) {
        int slot = slot(key);
        if (places[slot] != 0) {
            return places[slot] - 1;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, grown(size));
        }
        keys[size++] = key;
        places[slot] = size;
        if (size > places.length / 2) {
            rehash();
        }
        return size - 1;
    }

    /** The place, or −1. */
    int find(int key) {
        return places[slot(key)] - 1;
    }

    static int grown(int length) {
        return length + (length >> 1);
    }

    private int slot(int key) {
        int mixed = key * 0x9E3779B9;
        int slot = (mixed ^ (mixed >>> 15)) & (places.length - 1);
        while (places[slot] != 0 && keys[places[slot] - 1] != key) {
            slot = (slot + 1) & (places.length - 1);
        }
        return slot;
    }

    private void rehash() {
        places = new int[places.length * 2];
        for (int i = 0; i < size; i++) {
            places[slot(keys[i])] = i + 1;
        }
    }
}
