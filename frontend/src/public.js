import { ready } from "./forms.js";

ready();

// What was said has arrived: its photographs need not wait on this device any longer.
if (document.querySelector("[data-received]")) {
  try {
    indexedDB.deleteDatabase("say");
  } catch {
    // there is no such storage here, so nothing was kept in it
  }
}
