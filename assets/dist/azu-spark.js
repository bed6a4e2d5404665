"use strict"; // not built yet: make assets
