/* Entente: from text to a graph of who did what to whom. The headers stand in the order of the flow. */
#pragma once

#include <entente/error.h>
#include <entente/layers.h>
#include <entente/document.h>
#include <entente/stage.h>
#include <entente/pipeline.h>
#include <entente/batch.h>
