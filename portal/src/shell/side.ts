/** Whether the side bar shows words or icons alone, remembered on this device. */
import { useState } from "react";

const PLACE = "portico:side-bar";

function remembered(): boolean {
  try {
    return localStorage.getItem(PLACE) === "icons";
  } catch {
    return false;
  }
}

export function useSideBar() {
  const [collapsed, setCollapsed] = useState(remembered);
  function toggle() {
    setCollapsed(!collapsed);
    try {
      localStorage.setItem(PLACE, collapsed ? "words" : "icons");
    } catch {
      // It is as wide as usual next time.
    }
  }
  return { collapsed, toggle };
}
