// scripts
"use strict";
