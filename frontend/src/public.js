import { ready } from "./forms.js";

ready();
