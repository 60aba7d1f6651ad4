<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace local_ltibadgeconnector;

/**
 * What the connector answered, or that it did not.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class answer {
    /** The status when there was no answer. */
    public const NONE = 0;

    /** @var int HTTP status. */
    public $status;

    /** @var int|null Seconds that the connector asks to wait. */
    public $retryafter;

    /** @var string Why it was not taken. */
    public $problem;

    /**
     * Makes an answer.
     *
     * @param int $status
     * @param string $problem
     * @param int|null $retryafter
     */
    public function __construct(int $status, string $problem = '', ?int $retryafter = null) {
        $this->status = $status;
        $this->problem = $problem;
        $this->retryafter = $retryafter;
    }

    /**
     * Taken, or known already.
     *
     * @return bool
     */
    public function is_taken(): bool {
        return $this->status >= 200 && $this->status < 300;
    }

    /**
     * The address is gone and will not come back.
     *
     * @return bool
     */
    public function is_gone(): bool {
        return $this->status === 410;
    }

    /**
     * Every other event would fare the same now: the connector is away or busy, or this address or secret is wrong.
     *
     * @return bool
     */
    public function concerns_all(): bool {
        // A wrong clock, of either side, makes each signature look old.
        if (strpos($this->problem, 'webhook-timestamp-outside-tolerance') !== false) {
            return true;
        }
        return in_array($this->status, [self::NONE, 401, 403, 404, 408, 425, 429, 502, 503, 504])
            || ($this->status >= 300 && $this->status < 400);
    }

    /**
     * This event may be taken later.
     *
     * @return bool
     */
    public function may_be_taken_later(): bool {
        return $this->status >= 500;
    }
}
