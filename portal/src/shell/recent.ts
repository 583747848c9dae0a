/** Recent choices in the search panel, newest first. The device keeps them until the person signs out. */
import { recentPlace } from "@/api/device";
import { useSession } from "@/context/session";
import type { Leads } from "@/kit/feature/feature";

export interface Recent {
  label: string;
  leads: Leads;
}

const MOST = 5;

function isRecent(value: unknown): value is Recent {
  const recent = value as Partial<Recent> | null;
  // Addresses outside the portal were not stored by it.
  return typeof recent?.label === "string" && /^\/[a-z]/.test(String(recent.leads?.to));
}

function read(place: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

const same = (one: Leads, other: Leads) => JSON.stringify(one) === JSON.stringify(other);

export function useRecent() {
  const { person, hat, viewer } = useSession();
  const place = recentPlace(person.id, hat.id);
  return {
    // Nothing is read or kept of the searches of a person who is only looked at.
    recent: () => (viewer ? [] : read(place)),
    remember({ label, leads }: Recent) {
      if (viewer) return;
      const others = read(place).filter((one) => !same(one.leads, leads));
      try {
        localStorage.setItem(place, JSON.stringify([{ label, leads }, ...others].slice(0, MOST)));
      } catch {
        // A device that refuses to keep anything has nothing recent.
      }
    },
  };
}
